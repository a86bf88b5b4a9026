import { describe } from 'vitest';
import { type BadCase, itRefuses } from './bad-cases.ts';

const NUMBERS = 'a number, a list with one number a slot';

const shape: BadCase[] = [
  [
    'an unknown key',
    (s) => {
      s.sites[0].grid.importLimitKW = 5;
    },
    'sites[0].grid.importLimitKW: found an unknown key, expected only marketZone, importLimitKw',
  ],
  [
    'an unknown key that is far from all',
    (s) => {
      s.zzz = 1;
    },
    'zzz: found an unknown key',
  ],
  [
    'a misspelt key',
    (s) => {
      s.job = [];
    },
    'job: found an unknown key, expected only wattshift, name, timeline, currency, exchangeRates, objective, sites, links, jobs',
  ],
  [
    'a missing key',
    (s) => {
      delete s.sites[0].grid.importLimitKw;
    },
    `sites[0].grid.importLimitKw: found nothing, expected ${NUMBERS}, or { file, column, unit, stamp }`,
  ],
  [
    'another version',
    (s) => {
      s.wattshift = 2;
    },
    'wattshift: found 2, expected 1',
  ],
  [
    'a number in quotes',
    (s) => {
      s.sites[0].batteries[0].chargeLimitKw = '50';
    },
    'sites[0].batteries[0].chargeLimitKw: found the text "50", expected a number from 0 to 1e12 (write it without quotes)',
  ],
  [
    'a series that is none',
    (s) => {
      s.sites[0].grid.importPrice = 'cheap';
    },
    `sites[0].grid.importPrice: found the text "cheap", expected ${NUMBERS}, { file, column, unit, stamp } or { tariff: [...] }`,
  ],
  [
    'an object that is no series',
    (s) => {
      s.sites[0].grid.importPrice = { price: 3 };
    },
    `sites[0].grid.importPrice: found an object with price, expected ${NUMBERS}`,
  ],
  [
    'a tariff where no price is',
    (s) => {
      s.sites[0].compute.baseLoadKw = { tariff: [] };
    },
    'sites[0].compute.baseLoadKw: found an object with tariff, expected a number, a list',
  ],
  [
    'a word that is close',
    (s) => {
      s.jobs[0].shape = 'divisable';
    },
    'jobs[0].shape: found the text "divisable", expected divisible or preemptible or contiguous (did you mean divisible?)',
  ],
  [
    'an efficiency below zero',
    (s) => {
      s.sites[0].batteries[0].chargeEfficiency = -0.9;
    },
    'sites[0].batteries[0].chargeEfficiency: found -0.9, expected a number above 0, at most 1',
  ],
  [
    'an efficiency above one',
    (s) => {
      s.sites[0].batteries[0].dischargeEfficiency = 1.01;
    },
    'sites[0].batteries[0].dischargeEfficiency: found 1.01, expected a number above 0, at most 1',
  ],
  [
    'an efficiency not stated',
    (s) => {
      delete s.sites[0].batteries[0].dischargeEfficiency;
    },
    'sites[0].batteries[0].dischargeEfficiency: found nothing',
  ],
  [
    'stored energy not stated',
    (s) => {
      delete s.sites[0].batteries[0].initialEnergyKwh;
    },
    'sites[0].batteries[0].initialEnergyKwh: found nothing',
  ],
  [
    'NaN',
    (s) => {
      s.sites[0].grid.importPrice = [0.2, Number.NaN, 0.4, 0.5];
    },
    'sites[0].grid.importPrice[1]: found NaN (not a number), expected a number',
  ],
  [
    'infinity',
    (s) => {
      s.sites[0].grid.importLimitKw = Number.POSITIVE_INFINITY;
    },
    'sites[0].grid.importLimitKw: found Infinity, expected a number from -1e12 to 1e12',
  ],
  [
    'null for a value',
    (s) => {
      s.sites[0].renewables[0].availableKw = [0, null, 1, 1];
    },
    'sites[0].renewables[0].availableKw[1]: found null, expected a number',
  ],
  [
    'an empty name',
    (s) => {
      s.sites[0].id = '';
    },
    'sites[0].id: found an empty text, expected a name of 1 to 200 characters without control characters',
  ],
  [
    'a blank name',
    (s) => {
      s.name = '   ';
    },
    'name: found the text "   "',
  ],
  [
    'a name with a line break',
    (s) => {
      s.name = 'a\nb';
    },
    'name: found the text "a\\nb", expected a name of 1 to 200 characters',
  ],
  [
    'a name with a terminal escape',
    (s) => {
      s.name = 'a\u001b[2Jb';
    },
    'name: found the text "a\\u001b[2Jb"',
  ],
  [
    'a name of 201 characters',
    (s) => {
      s.jobs[0].id = 'x'.repeat(201);
    },
    'jobs[0].id: found the text "xxx',
  ],
  [
    'no site',
    (s) => {
      s.sites.length = 0;
    },
    'sites: found an empty list, expected a list of 1 to 1000',
  ],
  [
    'a currency in small letters',
    (s) => {
      s.currency = 'cny';
    },
    'currency: found the text "cny", expected a currency code of three capital letters',
  ],
  [
    'a rate of a word',
    (s) => {
      s.exchangeRates = { euro: 8 };
    },
    'exchangeRates.euro: found the key itself, expected keys like EUR',
  ],
  [
    'a rate of zero',
    (s) => {
      s.exchangeRates = { EUR: 0 };
    },
    'exchangeRates.EUR: found 0, expected a number above 0',
  ],
];

describe('a scenario that does not follow the schema', () => itRefuses(shape));
