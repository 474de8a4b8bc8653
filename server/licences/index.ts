/** The door of licences. */
import './words-en.ts';

export { change, type Change } from './change.ts';
export { heldOf, holds, type Held } from './holds.ts';
export { issue, type Issue } from './issue.ts';
export { licenceRounds, licenceSubscriptions, licenceTasks } from './jobs.ts';
export { licencesHeld } from './own-data.ts';
export { query } from './register.ts';
export { licenceEndpoints } from './routes.ts';
export { newSigningSecrets, signer } from './signer.ts';
export { states as licenceStates, type LicenceState } from './states.ts';
export { strikeOff } from './strike-off.ts';
export { verifyFile, type VerifiedFile } from './verify-file.ts';
export { verifyCode, type Verified } from './verify.ts';
export { ofCase, type LicenceView } from './view.ts';
