import type { FieldControl } from '../model.ts';
import { AddressControl } from '../address/Citizen.tsx';

/** Asked like an address. */
export function PlaceControl(props: FieldControl) {
  return <AddressControl {...props} />;
}
