import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { cacheDir } from './cache.js';
import { codeVersion } from './code-server.js';

/** The desktop build of VS Code on this machine, or null where there is none to be had or no screen to show it. */
export async function findDesktopVsCode(): Promise<{ executable: string; chosen: string } | null> {
  const given = process.env.VSCODE_EXECUTABLE;
  if (given) return { executable: given, chosen: `vscode: ${given} (from VSCODE_EXECUTABLE)` };
  const { platform, env } = process;
  const screen = platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY);
  if (!screen) return null;
  try {
    const executable = await downloadAndUnzipVSCode({
      version: codeVersion,
      cachePath: cacheDir('vscode'),
      timeout: 15_000,
      reporter: new SilentReporter(),
    });
    return {
      executable,
      chosen: `vscode: ${codeVersion}, desktop build (downloaded by @vscode/test-electron)`,
    };
  } catch {
    return null;
  }
}
