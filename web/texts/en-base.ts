/** English of zh-base.ts. */
export const baseEn = {} as const;
