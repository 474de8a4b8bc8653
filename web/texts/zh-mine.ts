export const mineZh = {} as const;
