/** English of zh-work.ts. */
export const workEn = {} as const;
