/** The door of licences. */
export { mayHold, mayOversee, visible as mayOpenLicence } from './access.ts';
export { change, type Change } from './change.ts';
export { printedCode } from './code.ts';
export { expire } from './expire.ts';
export { holds, type Held } from './holds.ts';
export { issue, type Issue } from './issue.ts';
export { licenceRounds, licenceSubscriptions, licenceTasks } from './jobs.ts';
export { licenceEndpoints } from './routes.ts';
export { newSigningSecrets, signer } from './signer.ts';
export { findLicence, type Licence } from './store.ts';
export { verifyFile, type VerifiedFile } from './verify-file.ts';
export { verifyCode, type Verified, type Verifier } from './verify.ts';
export { ofCase, viewOf, type LicenceView } from './view.ts';
