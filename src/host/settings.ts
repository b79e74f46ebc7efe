import * as vscode from 'vscode';

import { settingDefaults, type SettingName } from './contributions.js';

type SettingValue<Name extends SettingName> = (typeof settingDefaults)[Name] extends boolean
  ? boolean
  : (typeof settingDefaults)[Name] extends number
    ? number
    : (typeof settingDefaults)[Name];

export function setting<Name extends SettingName>(name: Name): SettingValue<Name> {
  const value = vscode.workspace.getConfiguration('indexLens').get<SettingValue<Name>>(name);
  return value ?? (settingDefaults[name] as SettingValue<Name>);
}

export function onDidChangeSetting(name: SettingName, changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`indexLens.${name}`)) changed();
  });
}
