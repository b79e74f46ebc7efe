// Stands in for @vscode/spdlog, VS Code's native log writer, so that no compiler is needed. For tests only.
const fs = require('fs');
const path = require('path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  level = 2;
  raw = false;
  dropped = false;

  constructor(name, file) {
    this.file = file;
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
    } catch {
      this.dropped = true;
    }
  }

  write(level, message) {
    if (level < this.level || this.dropped) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      fs.appendFileSync(this.file, this.raw ? message : `${time} [${levels[level]}] ${message}\n`);
    } catch {
      this.dropped = true; // its folder is gone: the run is over
    }
  }

  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.raw = true;
  }
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {
    this.dropped = true;
  }
}

const create = (name, file) => Promise.resolve(new Logger(name, file));

module.exports = {
  version: 0,
  setLevel() {},
  setFlushOn() {},
  shutdown() {},
  createRotatingLogger: create,
  createAsyncRotatingLogger: create,
  Logger,
};
