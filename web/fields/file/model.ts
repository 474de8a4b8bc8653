/** A file is handed in among the materials; its name stands in the form. */
import { textModel } from '../text/model.ts';
import type { FieldModel } from '../model.ts';

export const fileModel: FieldModel = textModel;
