/** Citizen identity number, GB 11643. */
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const idNumberModel: FieldModel = textModel;
