import { expect, test } from 'vitest';
import { addressWithout, placeIn, withoutMember } from './members.ts';

test('a member’s address tells his place; the count, others and templates tell none', () => {
  expect(placeIn('performer', 'performer[12].name')).toBe(12);
  for (const other of ['performer', 'performer.name', 'performer[].name', 'performers[1].name', 'applicant.name']) {
    expect(placeIn('performer', other)).toBeUndefined();
  }
});

test('without a member those behind move up, those before and all else stay', () => {
  const kept = {
    performer: '4', 'applicant.name': '甲', 'performer[0].name': '一', 'performer[1].name': '二',
    'performer[2].name': '三', 'performer[3].troupe': '四', 'performers[3].name': '别的',
  };
  expect(withoutMember({ party: 'performer', index: 1 }, kept)).toEqual({
    performer: '4', 'applicant.name': '甲', 'performer[0].name': '一', 'performer[1].name': '三',
    'performer[2].troupe': '四', 'performers[3].name': '别的',
  });
  expect(addressWithout({ party: 'performer', index: 9 }, 'performer[10].name')).toBe('performer[9].name');
});
