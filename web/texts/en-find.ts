/** English of zh-find.ts. */
export const findEn = {} as const;
