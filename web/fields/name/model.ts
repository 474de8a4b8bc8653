/** The name of a person, as on the identity card; rare characters are welcome. */
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const nameModel: FieldModel = textModel;
