/** What an officer writes to hand a result over or to post it, and what proves it. Pure. */
import type { CaseView } from '../../contract.ts';
import type { Fault } from '../../ui/ErrorSummary.tsx';
import { w } from '../words.ts';

export type DeliveryValues = {
  by: string;
  code: string;
  noCode: string;
  checked: boolean;
  receiver: string;
  signed: boolean;
  carrier: string;
  tracking: string;
};

/** As the applicant chose; a download is his own act, so an officer hands it over at the counter. */
export function firstDelivery(view: Pick<CaseView, 'channel' | 'delivery'>): DeliveryValues {
  const { way, waits } = view.delivery;
  return {
    by: way === 'download' && (waits || view.channel === 'counter') ? 'counter' : way,
    code: '', noCode: '', checked: false, receiver: '', signed: false, carrier: '', tracking: '',
  };
}

/** What lacks for this way, each with the id of its control. */
export function deliveryFaults(values: DeliveryValues, view: Pick<CaseView, 'delivery'>): Fault[] {
  const faults: Fault[] = [];
  const lacks = (at: string, message: string) => faults.push({ at, message });
  if (values.by === 'counter') {
    if (values.code.trim() === '' && values.noCode.trim().length < 4) lacks('code', w('deliver.codeEmpty'));
    if (!values.checked) lacks('checked', w('deliver.checkedEmpty'));
    if (values.receiver.trim().length < 2) lacks('receiver', w('deliver.receiverEmpty'));
    if (!values.signed) lacks('signed', w('deliver.signedEmpty'));
  }
  if (values.by === 'post' && view.delivery.posted !== null && view.delivery.proof === null) {
    lacks('proof', w('deliver.proofEmpty'));
  }
  return faults;
}

/** Carrier and number, as the receipt of the carrier has them. */
export function postFaults(values: DeliveryValues): Fault[] {
  const faults: Fault[] = [];
  if (values.carrier.trim().length < 2) faults.push({ at: 'carrier', message: w('post.carrierEmpty') });
  if (!/^[0-9A-Za-z]{6,32}$/.test(values.tracking.replace(/[\s-]/g, ''))) {
    faults.push({ at: 'tracking', message: w('post.trackingEmpty') });
  }
  return faults;
}

/** What is sent to deliver. */
export function deliverInput(values: DeliveryValues): Record<string, unknown> {
  if (values.by !== 'counter') return { by: values.by };
  const { code, noCode, checked, receiver, signed } = values;
  return {
    by: 'counter', checked, signed, receiver: receiver.trim(),
    ...(code.trim() ? { code: code.trim() } : { noCode: noCode.trim() }),
  };
}

/** Stand-ins for what is not typed yet: dates and papers do not depend on it. */
export function sampleDelivery(values: DeliveryValues, stand: string): DeliveryValues {
  return {
    ...values, code: '', noCode: stand, checked: true, receiver: stand, signed: true, carrier: stand,
    tracking: 'PREVIEW0',
  };
}
