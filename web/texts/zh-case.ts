export const caseZh = {} as const;
