/** Unified social credit code, GB 32100. */
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const creditCodeModel: FieldModel = textModel;
