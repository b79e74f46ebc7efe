import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { settingDefaults, viewId, type CommandId } from '../../../src/host/contributions.js';
import { ruleTexts } from '../../../src/report/rule-texts.js';

interface Setting {
  readonly default: unknown;
  readonly properties?: Readonly<Record<string, { readonly description: string }>>;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const file = path.join(import.meta.dirname, '..', '..', '..', 'package.json');
const { contributes } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;

/** The compiler wants every id here; the manifest is compared with it. */
const ids: Record<CommandId, 'palette' | 'menus only'> = {
  'indexLens.connect': 'palette',
  'indexLens.disconnect': 'palette',
  'indexLens.useConnection': 'palette',
  'indexLens.connectionSettings': 'palette',
  'indexLens.forget': 'palette',
  'indexLens.chooseDatabase': 'palette',
  'indexLens.refresh': 'palette',
  'indexLens.check': 'palette',
  'indexLens.ensureAll': 'palette',
  'indexLens.ensureModel': 'palette',
  'indexLens.ensureTarget': 'menus only',
  'indexLens.settleIndex': 'menus only',
  'indexLens.planStrategy': 'palette',
  'indexLens.explainQuery': 'palette',
  'indexLens.copyKeyPattern': 'menus only',
  'indexLens.goToDefinition': 'menus only',
  'indexLens.revealIndex': 'menus only',
  'indexLens.showIndex': 'menus only',
  'indexLens.hideIndex': 'menus only',
  'indexLens.unhideIndex': 'menus only',
  'indexLens.dropIndex': 'menus only',
  'indexLens.createAgain': 'menus only',
  'indexLens.setTtl': 'menus only',
  'indexLens.makeUnique': 'menus only',
  'indexLens.renameIndex': 'menus only',
  'indexLens.copyForShell': 'menus only',
  'indexLens.copyForMongoose': 'menus only',
  'indexLens.sync': 'palette',
  'indexLens.createIndex': 'palette',
  'indexLens.filterTree': 'palette',
  'indexLens.clearFilter': 'palette',
  'indexLens.sortTree': 'palette',
  'indexLens.showLog': 'palette',
};

describe('contributions', () => {
  it('the manifest has exactly the commands of the code', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.keys(ids).sort());
  });

  it('every command stands under Index Lens', () => {
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Index Lens']);
  });

  it('commands that need an argument are not in the palette', () => {
    const hidden = contributes.menus.commandPalette?.filter(({ when }) => when === 'false');
    const wanted = Object.entries(ids).flatMap(([id, where]) => (where === 'menus only' ? [id] : []));
    assert.deepEqual(hidden?.map(({ command }) => command).sort(), wanted.sort());
  });

  it('menus name no command that does not exist', () => {
    const named = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      named.filter((command) => !(command in ids)),
      [],
    );
  });

  it('the manifest has exactly the settings of the code, with their defaults', () => {
    const declared = Object.entries(contributes.configuration.properties).map(([name, setting]) => [
      name,
      setting.default,
    ]);
    const typed = Object.entries(settingDefaults).map(([name, value]) => [`indexLens.${name}`, value]);
    assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(typed));
  });

  it('every rule that has a setting says what it is about', () => {
    const rules = contributes.configuration.properties['indexLens.rules']?.properties ?? {};
    const said = Object.entries(rules).map(([rule, { description }]) => [rule, description]);
    assert.deepEqual(Object.fromEntries(said), ruleTexts);
  });

  it('the view is there', () => {
    assert.deepEqual(
      contributes.views.indexLens?.map(({ id }) => id),
      [viewId],
    );
  });
});
