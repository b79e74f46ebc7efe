'use strict';
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

// Where an import of a code base leads, asked of TypeScript and Node: nothing of our own resolution is used here.

const options = new Map();

/** The compiler options that hold in a folder, of the nearest tsconfig.json or jsconfig.json up to the root. */
function optionsOf(folder, root) {
  const known = options.get(folder);
  if (known) return known;
  const config = ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json']
    .map((name) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
  let found;
  if (config) {
    const host = { ...ts.sys, readDirectory: () => [] };
    const { config: json = {} } = ts.readConfigFile(config, (file) => fs.readFileSync(file, 'utf8'));
    found = ts.parseJsonConfigFileContent(json, host, folder).options;
  } else if (folder === root || path.dirname(folder) === folder) found = {};
  else found = optionsOf(path.dirname(folder), root);
  options.set(folder, found);
  return found;
}

const packages = new Map();

/** The packages that the code base itself holds: name → folder. */
function ownPackages(root) {
  const known = packages.get(root);
  if (known) return known;
  const found = new Map();
  const visit = (folder, depth) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.name === 'package.json') {
        try {
          const { name } = JSON.parse(fs.readFileSync(file, 'utf8'));
          if (name) found.set(name, folder);
        } catch {
          // Not a package then.
        }
      } else if (
        entry.isDirectory() &&
        entry.name !== 'node_modules' &&
        !entry.name.startsWith('.') &&
        depth < 5
      )
        visit(file, depth + 1);
    }
  };
  visit(root, 0);
  packages.set(root, found);
  return found;
}

const endings = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json'];

function fileAt(target) {
  const asWritten = [target, target.replace(/\.([cm]?)js$/, '.$1ts'), target.replace(/\.js$/, '.tsx')];
  for (const one of asWritten)
    for (const ending of endings) {
      const file = one + ending;
      if (fs.existsSync(file) && fs.statSync(file).isFile()) return file;
    }
  if (!fs.existsSync(target) || !fs.statSync(target).isDirectory()) return null;
  const manifest = path.join(target, 'package.json');
  if (fs.existsSync(manifest)) {
    const { main } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    const file = main && main !== '.' && fileAt(path.join(target, main));
    if (file) return file;
  }
  return (
    endings.map((ending) => path.join(target, `index${ending}`)).find((file) => fs.existsSync(file)) ?? null
  );
}

/** A part of one of the code base's own packages; its build is not there, so that its source stands in. */
function ownPackageFile(specifier, root) {
  for (const [name, folder] of ownPackages(root)) {
    if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
    const part = specifier.slice(name.length + 1);
    const places = part ? [part, `src/${part}`] : ['src/index', 'index', 'src', 'lib', '.'];
    for (const place of places) {
      const file = fileAt(path.join(folder, place));
      if (file) return file;
    }
    const built = part.replace(/^(?:dist|build|lib)\//, 'src/');
    const file = built !== part && fileAt(path.join(folder, built));
    if (file) return file;
  }
  return null;
}

/** The file of the code base that a specifier leads to; null: it is a package, or is not there. */
function fileOf(specifier, from, root) {
  if (specifier.startsWith('.') || specifier.startsWith('/'))
    return fileAt(path.resolve(path.dirname(from), specifier));
  const compiler = optionsOf(path.dirname(from), root);
  const { resolvedModule } = ts.resolveModuleName(
    specifier,
    from,
    {
      ...compiler,
      moduleResolution: compiler.moduleResolution ?? ts.ModuleResolutionKind.Node10,
      allowJs: true,
      resolveJsonModule: true,
    },
    ts.sys,
  );
  const found = resolvedModule?.resolvedFileName;
  if (found && !found.includes('node_modules') && !found.endsWith('.d.ts')) return found;
  return ownPackageFile(specifier, root);
}

module.exports = { fileOf };
