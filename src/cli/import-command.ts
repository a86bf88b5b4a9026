import type { Command } from './arguments.ts';
import { importDescribeCommand } from './import-describe-command.ts';
import { importCarbonCommand, importPricesCommand } from './import-series-command.ts';
import { importGaiaCommand, importOpenbCommand, importSwfCommand } from './import-trace-command.ts';
import { importWeatherCommand } from './import-weather-command.ts';
import { UsageError } from './io.ts';
import { didYouMean } from './nearest.ts';

const subcommands: readonly Command[] = [
  importPricesCommand,
  importCarbonCommand,
  importWeatherCommand,
  importGaiaCommand,
  importSwfCommand,
  importOpenbCommand,
  importDescribeCommand,
];

const KINDS = subcommands.map(({ name }) => name.replace('import ', ''));

export const importCommand: Command = {
  name: 'import',
  summary: 'Prices, carbon, weather and job traces from the files of others, as a scenario reads them.',
  details: ['Each kind of file has a command of its own; wattshift import <kind> --help shows its options.'],
  positionals: [
    { name: 'kind', description: KINDS.join(', ') },
    { name: 'files', description: 'what to read', repeated: true },
  ],
  options: {},
  subcommands,
  run: async ({ positionals: [kind] }) => {
    throw new UsageError(`there is no import of "${kind}", expected ${KINDS.join(', ')}.${didYouMean(kind, KINDS)}`);
  },
};
