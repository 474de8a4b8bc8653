/** English of zh-mine.ts. */
export const mineEn = {} as const;
