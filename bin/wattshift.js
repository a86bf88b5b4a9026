#!/usr/bin/env node
// The first file that Node reads, whichever Node that is. So: CommonJS (see package.json beside it) in syntax that
// Node 6 parses; every other file of the project may count on the Node that package.json asks for.
'use strict';

const path = require('path');
const fs = require('fs');

const root = path.join(__dirname, '..');
const neededMajor = 24;

/** @param {string} version */
function major(version) {
  return parseInt(version, 10);
}

/** A checkout runs its sources; the installed package holds JavaScript only, for Node strips no types there. */
function findEntry() {
  const source = path.join(root, 'src', 'cli', 'main.ts');
  if (fs.existsSync(source)) return { file: source, isCheckout: true };
  return { file: path.join(root, 'dist', 'src', 'cli', 'main.js'), isCheckout: false };
}

/** The Node that `npm ci` put into the checkout, or undefined where there is none or it is too old. */
function findPinnedNode() {
  const folder = path.join(root, 'node_modules', 'node');
  const binary = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  try {
    const version = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
    return fs.existsSync(binary) && major(version) >= neededMajor ? binary : undefined;
  } catch (_error) {
    return undefined;
  }
}

/** @param {boolean} isCheckout */
function refuse(isCheckout) {
  const remedy = isCheckout
    ? 'Run `npm ci` in ' + root + ': it installs the Node that this checkout needs, for this checkout only.'
    : 'Install Node ' + neededMajor + ' or later and run the command again.';
  process.stderr.write(
    'wattshift needs Node ' +
      neededMajor +
      ' or later; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n' +
      remedy +
      '\n'
  );
  process.exit(2);
}

/**
 * Runs the command under another Node and ends as it ends: same exit code, or killed by the same signal.
 * @param {string} binary
 */
function runUnder(binary) {
  const child = require('child_process').spawn(binary, [__filename].concat(process.argv.slice(2)), {
    stdio: 'inherit',
  });
  /** @param {NodeJS.Signals} signal */
  const passOn = function (signal) {
    // A terminal sends Ctrl-C to the whole group, this process and its child; twice would mean "at once, by force".
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach(function (signal) {
    process.on(signal, passOn);
  });
  child.on('error', function (error) {
    process.stderr.write('wattshift could not start ' + binary + ': ' + error.message + '\n');
    process.exit(2);
  });
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code);
    signals.forEach(function (name) {
      process.removeListener(name, passOn);
    });
    process.kill(process.pid, signal);
  });
}

const entry = findEntry();
if (major(process.versions.node) >= neededMajor) {
  require('./start.js').start(entry.file);
} else {
  const pinned = entry.isCheckout ? findPinnedNode() : undefined;
  if (pinned === undefined) refuse(entry.isCheckout);
  else runUnder(pinned);
}
