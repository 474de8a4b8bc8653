/** Addresses of the members of a party that is many: `performer[2].name`. Pure, for pages too. */

/** One member of a party that is many, counted from 0. */
export type Member = { party: string; index: number };

/** Which place of the party an address stands in; undefined where it belongs to no member of it. */
export function placeIn(party: string, address: string): number | undefined {
  if (!address.startsWith(`${party}[`)) return undefined;
  const [, index] = /^\[(\d+)\]/.exec(address.slice(party.length)) ?? [];
  return index === undefined ? undefined : Number(index);
}

/** Where an address stands once a member is gone: those behind move up by one, his own are none. */
export function addressWithout({ party, index }: Member, address: string): string | undefined {
  const place = placeIn(party, address);
  if (place === undefined || place < index) return address;
  if (place === index) return undefined;
  return `${party}[${place - 1}]${address.slice(`${party}[${place}]`.length)}`;
}

/** What is kept by address, without one member. */
export function withoutMember<T>(member: Member, kept: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(kept).flatMap(([address, one]) => {
      const moved = addressWithout(member, address);
      return moved === undefined ? [] : [[moved, one]];
    }),
  );
}
