/** A file is handed in among the materials; the field keeps its id. */
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const fileModel: FieldModel = textModel;
