/** English of zh-case.ts. */
export const caseEn = {} as const;
