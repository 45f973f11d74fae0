/**
 * Node's HTTP module, without its side effect: an `import` reads every export to offer it by name, and one of them is a getter that
 * loads the whole of undici: 6 MB, and half of the start-up time of a small process.
 */
export const http = process.getBuiltinModule('node:http');
