import { useCallback, type ReactElement } from 'react';
import * as z from 'zod';
import { clock } from '../../../domain/time.ts';
import { list, type SettingsListed } from '../../../operations/settings/list.ts';
import { set } from '../../../operations/settings/set.ts';
import { DetailScreen, type DetailFrame, type DetailRow } from '../../app/DetailScreen.tsx';
import { useApp } from '../../app/hooks.ts';
import { screen, type AppApi, type ScreenProps } from '../../app/screen.ts';
import { paintLine, wrap, type Spans } from '../../widgets/spans.ts';

type SettingsParams = Readonly<Record<string, never>>;
type Setting = SettingsListed['rows'][number];

const tables = ['store_settings'];

const shownValue = (value: unknown): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

async function decide(app: AppApi, setting: Setting): Promise<void> {
  const given = await app.prompt({
    title: setting.key,
    label: 'value',
    initial: shownValue(setting.value),
    help: `${setting.help}. Empty takes it away.`,
  });
  if (given !== undefined) await app.runOperation(set, { key: setting.key, value: given });
}

function settingRows(app: AppApi, page: SettingsListed, { width, theme, now, key }: DetailFrame): readonly DetailRow[] {
  const paint = (spans: Spans) => paintLine([' ', ...spans], width, theme);
  const rows = page.rows.flatMap((setting): DetailRow[] => {
    const value = shownValue(setting.value);
    const since = setting.updated_at === null ? '' : `  since ${clock(setting.updated_at, now)}`;
    const line: Spans = [
      ['accent', setting.key],
      '  ',
      value === '' ? ['dim', 'not set'] : ['strong', value],
      ['dim', since],
    ];
    const help = wrap(setting.help, width - 4).map((text) => paint([['dim', `  ${text}`]]));
    return [{ text: paint(line), open: () => decide(app, setting) }, ...help, ''];
  });
  return [...rows, paint([['dim', `${key('choose')} changes the one that is selected, for all people of the shop.`]])];
}

/** What the shop decided for all its people. */
function Settings({ active, width, height }: ScreenProps<SettingsParams>): ReactElement {
  const app = useApp();
  const rows = useCallback((page: SettingsListed, frame: DetailFrame) => settingRows(app, page, frame), [app]);
  return (
    <DetailScreen
      operation={list}
      input={{}}
      tables={tables}
      noun="settings"
      active={active}
      width={width}
      height={height}
      rows={rows}
      actions={(page) =>
        page.rows.map((one) => ({ label: `Set ${one.key}`, hint: one.help, run: () => decide(app, one) }))
      }
    />
  );
}

export const settings = screen({
  name: 'settings',
  title: () => 'Settings',
  words: ['settings', 'shop settings'],
  permission: 'staff:manage',
  component: Settings,
  params: z.object({}).strict(),
  twin: () => 'settings list',
});
