/** Text files and CSV tables: what stands in them, and words for what is wrong there. Knows no domain. */
export { type NumberCell, numberCell } from './cells.ts';
export { type CsvTable, type CsvTableResult, parseCsvTable, separatorHint } from './csv-table.ts';
export { type FileFault, type FileText, MAXIMUM_FILE_BYTES, readTextFile } from './text-file.ts';
export { closestWord, quote } from './words.ts';
