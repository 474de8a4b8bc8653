/** A place where something happens: written like an address. */
import type { FieldModel } from '../model.ts';
import { addressModel } from '../address/model.ts';

export const placeModel: FieldModel = addressModel;
