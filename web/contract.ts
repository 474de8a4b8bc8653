/** What the server answers, by the names the pages use. All of it follows the server's own types. */
import type {
  Fact, Facts, FieldDefinition, FormField, FormSection, Grade, Guide, Missing, ReviewFinding, schema,
} from '#graph';
import type { Json } from '#rules';
import type { Output } from './endpoints.ts';

export type { Fact, Facts, FormField, FormSection, Grade, Guide, Json, Missing, ReviewFinding };
export type Duration = schema.Duration;
export type Text = schema.Text;
export type FieldDef = FieldDefinition;
export type Basis = Guide['conditions'][number]['basis'];

export type Me = Output<'identity.me'>;
export type SignedIn = Extract<Me, { signedIn: true }>;
export type Mandate = Output<'identity.mandates'>['given'][number];
export type ItemRow = Output<'catalogue.items'>['items'][number];
export type Item = Output<'catalogue.item'>;
export type MaterialDef = Item['materials'][string];
export type Draft = Output<'cases.draft'>;
export type Doc = Output<'cases.upload'>;
export type CaseRow = Output<'cases.mine'>['cases'][number];
export type CaseView = Output<'cases.case'>;
export type Licence = Output<'licences.mine'>['licences'][number];
export type Verified = Output<'licences.verify'>;
export type Message = Output<'messages.list'>['messages'][number];
export type LedgerRow = Output<'facts.ledger'>['rows'][number];
