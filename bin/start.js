// Apart from the launcher because old versions of Node cannot even read a file with `import()` in it.
'use strict';

const { pathToFileURL } = require('node:url');

/**
 * Loads the command line, which runs as it loads.
 * @param {string} file absolute path of its entry
 */
exports.start = (file) => {
  // As if it had been started by itself: what it says of its own name and place is then true.
  process.argv[1] = file;
  import(pathToFileURL(file).href);
};
