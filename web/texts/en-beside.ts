/** English words of promises, questions and special procedures, for applicants. */
import type { besideZh } from './zh-beside.ts';

export const besideEn: Record<keyof typeof besideZh, string> = {
  'promise.how': 'How you show that the conditions are met',
  'promise.papers': 'Hand in what is listed',
  'promise.papersHint': 'Reviewed in the usual way.',
  'promise.promiseHint': 'No need to hand in: {covers}. Decided at once, checked afterwards.',
  'promise.text': 'What you promise',
  'promise.check': 'It is checked within {time} of the decision. '
    + 'If it was not true, the decision is annulled and you cannot promise again before it is put right.',
  'promise.laterTitle': 'Not handed in yet, may come later',
  'promise.laterBody': 'It is accepted and reviewed meanwhile; a grant is given only when everything has come. '
    + 'What does not come in time may end the case.',
  'promise.later': 'I promise to bring it in the time written above',
  'promise.laterMissing': 'Tick the promise, or go back to the materials and hand them in.',
  'beside.question': 'An officer has a question',
  'beside.questionBody': 'This is no supplement and no clock stops. An early answer helps.',
  'beside.answer': 'Your answer',
  'beside.answerSend': 'Answer',
  'beside.answered': 'Answered',
  'beside.promised': 'What you promised to bring',
  'beside.promisedBy': 'by {date}',
  'beside.promisedSend': 'Uploaded, hand it in',
  'beside.came': 'Handed in',
  'beside.stops': 'Special procedures',
  'beside.stopOpen': 'Since {from}, expected to end on {to}. This time is not counted.',
  'beside.stopOver': '{from} to {to}, not counted.',
  'beside.held': 'Hearing: {at}, {place}',
  'beside.staff': 'Officers: {names}',
  'beside.result': 'Result: {text}',
  'beside.holds': 'Meets',
  'beside.holdsNot': 'Does not meet',
  'beside.minutes': 'Minutes of the hearing',
  'beside.talk': 'Questions and answers',
  'beside.q': 'Question',
  'beside.a': 'Answer',
  'beside.shared': 'Documents from the officers',
};
