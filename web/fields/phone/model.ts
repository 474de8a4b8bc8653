/** A mobile number of the mainland, or a fixed one with its area code. */
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const phoneModel: FieldModel = textModel;
