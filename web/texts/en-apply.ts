/** English of zh-apply.ts. */
export const applyEn = {} as const;
