/** The door of base. */
import './words-en.ts';

export { keepBeating } from './beat.ts';
export { makeCalendar, type Calendar } from './calendar.ts';
export { typedDay, whichYears, withinYears } from './day.ts';
export {
  announcedYears, enteredYears, makeChangingCalendar, readYear, refreshCalendar, watchCalendar, type EnteredYear,
} from './calendar-years.ts';
export {
  addMonths, dueDate, light, longDate, makeClock, receivedOn, shanghaiDate, shanghaiTime,
  type Clock, type DueDate, type Duration, type Light, type OfficeHours, type Stop,
} from './clock.ts';
export {
  canonicalJson, chainFaults, contentDigest, linkHash, type ChainKeys, type Link, type StoredLink,
} from './chain.ts';
export { digestsBy, endUnlessDigestsFit, keepDigests, type Redo } from './digest-key.ts';
export { checkpointFaults, makeCheckpoint, type Head } from './checkpoint.ts';
export type { Context, Remembrance, RequestDoor, World } from './context.ts';
export { brokeCheck, brokeUnique, databaseAway, openDb, sql, tables, type Db, type Trx } from './db.ts';
export { endpointFor, type AnyEndpoint, type Contract, type Endpoint, type FileAnswer } from './endpoint.ts';
export { startPostgres, type Postgres } from './embedded.ts';
export { Files, type NewFile, type StoredFile } from './files.ts';
export { makeBackup, type Manifest } from './backup/backup.ts';
export { readBackup, restoreBackup } from './backup/restore.ts';
export { baseEndpoints, leave } from './health.ts';
export { Jobs, migrateJobs, type JobsOptions, type Round, type Task } from './jobs.ts';
export { Live } from './live.ts';
export { makeLog } from './log.ts';
export { migrate, readMigrations } from './migrate.ts';
export { announce, relayOnce, type News, type Subscriptions } from './outbox.ts';
export { addEnglish, addNames, allEnglish, beside, both, english, hasEnglish, inWords, langOf, told, type Dictionary } from './english.ts';
export {
  chinese, notThere, Refused, signInFirst, type Complaint, type Lang, type Words,
} from './refused.ts';
export { serve, type Answered, type Caller, type Endpoints } from './serve.ts';
export { keepRotated, rotated, type Turned } from './rotate.ts';
export { newSecrets, readSecrets, readSettings, root, type Secrets, type Settings } from './settings.ts';
export { checkPdf, type PdfCheck } from './paper/check.ts';
export { renderPaper, type Paper } from './paper/document.ts';
export { renderLicence, type LicencePaper } from './paper/licence.ts';
export { signPdf } from './paper/sign.ts';
export { fingerprint, makeSigner, signerFromText, signerName, signerToText, type Signer } from './paper/signer.ts';
export { inspect } from './upload/inspect.ts';
export { servedCopy } from './upload/served.ts';
