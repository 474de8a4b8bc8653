/** What the server answers, as the pages need it. One place, so that it follows the server's types. */
import type {
  Description, Duration, Fact, Facts, FieldDefinition, FormField, FormSection, Grade, Guide, Missing,
  ReviewFinding, Text,
} from '#graph';
import type { Json } from '#rules';

export type {
  Duration, Fact, Facts, FormField, FormSection, Grade, Guide, Json, Missing, ReviewFinding, Text,
};
export type Role =
  | 'citizen' | 'agent' | 'clerk' | 'reviewer' | 'decider' | 'supervisor' | 'designer'
  | 'administrator';

export type ActingFor = {
  organisation: string;
  name: string;
  creditCode: string;
  as: 'legal-representative' | 'agent';
  mandate?: string;
};
export type CanActFor = ActingFor & { items: string[] | 'all'; until?: string };
export type SignedIn = {
  signedIn: true;
  id: string;
  name: string;
  kind: 'citizen' | 'staff';
  csrf: string;
  roles: Role[];
  unit?: { id: string; name: Text };
  actingFor: ActingFor | null;
  canActFor: CanActFor[];
  birthDate?: string;
  elder: boolean;
};
export type Me = SignedIn | { signedIn: false; csrf: string };

export type Mandate = {
  id: string;
  organisation: string;
  organisationName: string;
  agentName: string;
  items: string[] | 'all';
  from: string;
  until: string;
  state: 'active' | 'ended' | 'expired';
  endedBy?: string;
  endedAt?: string;
};

export type ItemRow = {
  id: string;
  name: Text;
  summary: Text;
  audience: ('person' | 'organisation')[];
  topics: string[];
  procedure: string;
  unit: Text | null;
  promised: Duration;
  matched?: string;
};

export type Basis = Guide['conditions'][number]['basis'];

/** A field of the dictionary, as a form needs it. */
export type FieldDef = FieldDefinition;
export type Item = Description & { version: string; unit: { id: string; name: Text } | null };
export type MaterialDef = Item['materials'][string];

export type Doc = {
  id: string;
  material: string;
  index: number;
  name: string;
  kind: string;
  size: number;
  pages: number;
  file: string;
};
export type HeldLicence = {
  material: string;
  licence: { id: string; name: Text; number: string; until: string | null };
};
export type Draft = {
  id: string;
  version: number;
  item: string;
  itemVersion: string;
  channel: 'online' | 'counter';
  for: { id: string; kind: 'person' | 'organisation'; name: string };
  facts: Facts;
  /** What was typed and is no value yet, with what is wrong about it. */
  typed: Record<string, { raw: Json; problem: string }>;
  documents: Doc[];
  guide: Guide;
  form: FormSection[];
  findings: ReviewFinding[];
  missing: Missing[];
  /** Held licences taken instead of an upload. */
  takes: { material: string; licence: string; name: string; number: string }[];
  licences: HeldLicence[];
  renewed: boolean;
  updated: string;
};

export type LightColour = 'green' | 'amber' | 'red' | 'grey';
export type CaseRow = {
  id: string;
  number: string;
  item: string;
  itemName: Text;
  state: string;
  stateName: Text;
  applicant: string;
  submittedAt: string;
  due?: string;
  light: LightColour;
  needsYou: boolean;
  unit: Text;
};
export type CaseAction = {
  action: string;
  name: Text;
  allowed: boolean;
  why?: string;
  key?: string;
};
export type Paper = {
  id: string;
  kind: string;
  name: Text;
  number: string;
  on: string;
  file: string | null;
};
export type LogEntry = {
  seq: number;
  action: string;
  name: Text;
  at: string;
  by: { name: string; role: string; unit?: Text };
  note?: string;
  reason?: string;
};
export type Deadline = {
  kind: string;
  name: Text;
  due: string;
  light: LightColour;
  computation: Text;
  provisional: boolean;
  stopped: boolean;
};
export type CaseView = CaseRow & {
  procedure: string;
  version: string;
  facts: Facts;
  documents: Doc[];
  papers: Paper[];
  log: LogEntry[];
  deadlines: Deadline[];
  findings: ReviewFinding[];
  supplement?: { points: { at: string; message: string }[]; until: string };
  actions: CaseAction[];
  licence?: Licence;
  owner?: { name: string; me: boolean };
};

export type Licence = {
  id: string;
  kind: string;
  name: Text;
  number: string;
  holder: string;
  issuer?: Text;
  issuedOn: string;
  until?: string;
  state: 'valid' | 'suspended' | 'revoked' | 'expired' | 'cancelled';
  attributes: { id: string; name: Text; value: string }[];
  file: string | null;
  code: string;
};
export type Verified = {
  found: boolean;
  kind?: string;
  name?: Text;
  number?: string;
  holder?: string;
  issuer?: Text;
  issuedOn?: string;
  until?: string;
  state?: Licence['state'];
  stateSince?: string;
  on: string;
};
export type VerifiedFile = Verified & { signed: boolean; intact: boolean; known: boolean };

export type Message = {
  id: string;
  at: string;
  title: Text;
  body: Text;
  case?: string;
  read: boolean;
};
export type LedgerRow = {
  at: string;
  who: string;
  what: string;
  purpose: string;
  case?: string;
  caseNumber?: string;
};
