// The runtime's own type stripping, so that tests run the very text that production runs, with the same line numbers.
const { stripTypeScriptTypes } = require('node:module');

module.exports = { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
