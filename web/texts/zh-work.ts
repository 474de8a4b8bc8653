export const workZh = {} as const;
