/** The functions of patterns (matches, replace, split), for pages whose rules have them. */
export { patterns } from './builtins/patterns.ts';
