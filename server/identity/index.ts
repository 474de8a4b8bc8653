/** The door of identity. */
import './words-en.ts';

export {
  actsFor,
  administratorRoles,
  channels,
  endpoint,
  mandateFor,
  mayActOn,
  nobody,
  roles,
  subjectsOf,
  systemActor,
  type ActingFor,
  type Actor,
  type ActorUnit,
  type Role,
  type StaffRole,
} from './actor.ts';
export {
  demoChildren,
  demoOrganisations,
  demoPassword,
  demoPeople,
  demoStaff,
  demoText,
  hasDemo,
  makeDemo,
  type DemoPerson,
} from './demo.ts';
export { establishOrganisation, madeCreditCode } from './establish-organisation.ts';
export { phoneOf, recordEvent, renamePerson, setPhoneOf } from './close-account.ts';
export { findOrMakePerson, type PersonGiven } from './find-or-make-person.ts';
export {
  addStaff,
  disableStaff,
  makePassword,
  resetStaff,
  staffRoles,
  type StaffGiven,
} from './keep-staff.ts';
export { outboxFile } from './phone-sender.ts';
export { maskedIdNumber, maskedName, maskedPhone } from './masks.ts';
export { identityEndpoints } from './routes.ts';
export { isNameTaken } from './store-organisations.ts';
export { knownNumbers } from './known-numbers.ts';
export { resealFactors } from './reseal.ts';
export { seedUnits } from './seed-units.ts';
export { authenticate, cookieName, openSession } from './session.ts';
export {
  findByNumber,
  findMandate,
  findSubject,
  findSubjects,
  mandateRuns,
  representativesOf,
  type Subject,
} from './store.ts';
export {
  allStaff,
  allUnits,
  findStaff,
  findUnit,
  organisationsOf,
  unitsUnder,
  type StaffMember,
  type UnitRow,
} from './store-staff.ts';
export { forgetOldSessions } from './forget-old-sessions.ts';
export {
  itemId,
  typedCreditCode,
  typedDate,
  typedIdNumber,
  typedName,
  typedOrganisationName,
  typedPhone,
} from './typed.ts';
