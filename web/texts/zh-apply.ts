export const applyZh = {} as const;
