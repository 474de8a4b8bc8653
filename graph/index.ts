/**
 * The door of the graph: the shape of the catalogue, item versions, and everything derived from
 * them. Pure. Browsers take `#graph/values` and `#graph/members`, which need neither zod nor yaml.
 */
export { assemble, ENGINE } from './assemble.ts';
export type { ItemVersion } from './assemble.ts';
export { shownArticle, shownBasis } from './basis.ts';
export { canonicalJson } from './canonical.ts';
export { emptyCatalogue } from './catalogue.ts';
export type { Catalogue, CatalogueProblem, Dictionaries } from './catalogue.ts';
export { check, checkFiles, counts } from './check.ts';
export type { Counts } from './check.ts';
export { describe, fieldDefinition } from './describe.ts';
export type { Description, FieldDefinition } from './describe.ts';
export { reader } from './facts.ts';
export type { Fact, Facts, Grade } from './facts.ts';
export { faults, itemFaults } from './faults.ts';
export { formOf, settle } from './form.ts';
export type { FormField, FormSection } from './form.ts';
export { guide, verdictOf } from './guide.ts';
export { guideBytes } from './guide-bytes.ts';
export type * from './guide-shape.ts';
export {
  caseNumber,
  creditCheck,
  identityCheck,
  licenceIdentifier,
  maskIdentityNumber,
  maskName,
  maskPhone,
  mod3736,
  organisationCheck,
  readCaseNumber,
  readCreditCode,
  readIdentityNumber,
  readLicenceIdentifier,
} from './identifiers.ts';
export type { CaseNumber, CreditCode, IdentityNumber, LicenceIdentifier } from './identifiers.ts';
export { answerOf, searchOf } from './lint-sources.ts';
export { placeIn, withoutMember } from './members.ts';
export type { Member } from './members.ts';
export { missing } from './missing.ts';
export type { HandedIn, Missing } from './missing.ts';
export { handsOf } from './levels.ts';
export { open } from './open.ts';
export type { OpenItem } from './open.ts';
export { pageRules } from './page-rules.ts';
export type { PageField, PagePoint, PageRule, PageRules, PageSection } from './page-rules.ts';
export { parseCatalogue } from './parse.ts';
export {
  attributesOf, establishedName, laterMaterials, paymentOf, promiseOffered, unitFor, validUntil,
} from './outcome.ts';
export { currentValue } from './parameters.ts';
export { review } from './review.ts';
export type { ReadValue, ReviewFinding } from './review.ts';
export * as schema from './schema.ts';
export type * from './schema.ts';
export { cleanText } from './text.ts';
export { consenting, factsFor, guardianship, isOf, isOwnPart, isPrivate, sharedText } from './ties.ts';
export { canonical, luhn, orderDecimals } from './values.ts';
export type { Canonical, FieldKind } from './values.ts';
