/** The control of every field type of the catalogue. */
import type { ComponentType } from 'react';
import type { FieldDef } from '../contract.ts';
import type { FieldControl } from './model.ts';
import { TextControl } from './text/Citizen.tsx';
import { NameControl } from './name/Citizen.tsx';
import { IdNumberControl } from './id-number/Citizen.tsx';
import { CreditCodeControl } from './credit-code/Citizen.tsx';
import { PhoneControl } from './phone/Citizen.tsx';
import { DateControl } from './date/Citizen.tsx';
import { PeriodControl } from './period/Citizen.tsx';
import { NumberControl } from './number/Citizen.tsx';
import { MoneyControl } from './money/Citizen.tsx';
import { BooleanControl } from './boolean/Citizen.tsx';
import { ChoiceControl } from './choice/Citizen.tsx';
import { ChoicesControl } from './choices/Citizen.tsx';
import { AddressControl } from './address/Citizen.tsx';
import { PlaceControl } from './place/Citizen.tsx';
import { FileControl } from './file/Citizen.tsx';
import { BankAccountControl } from './bank-account/Citizen.tsx';
import { RecordControl } from './record/Citizen.tsx';

const controls: Record<FieldDef['type'], ComponentType<FieldControl>> = {
  text: TextControl,
  name: NameControl,
  'id-number': IdNumberControl,
  'credit-code': CreditCodeControl,
  phone: PhoneControl,
  date: DateControl,
  period: PeriodControl,
  number: NumberControl,
  money: MoneyControl,
  boolean: BooleanControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  address: AddressControl,
  place: PlaceControl,
  file: FileControl,
  'bank-account': BankAccountControl,
  record: (props) => <RecordControl {...props} Part={FieldControlOf} />,
};

/** The control a field is filled in with. */
export function FieldControlOf(props: FieldControl) {
  const Control = controls[props.field.type];
  return <Control {...props} />;
}
