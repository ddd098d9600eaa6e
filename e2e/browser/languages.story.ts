import { describe, expect, it } from 'vitest';
import { message, password, say, seriousFindings, Stage } from './stage.ts';

describe('another language', () => {
  it('is the browser’s: from the first form to what the server refuses', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.visitor({ locale: 'es-MX' });
    await page.goto(stage.url);
    await page.getByRole('heading', { name: 'Prepara tu Parley' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    await page.getByLabel('Tu nombre').fill('Inés');
    await page.getByLabel('Contraseña').fill('short');
    await page.getByRole('button', { name: 'Empezar a charlar' }).click();
    await page.getByText('Contraseña: debe tener al menos 8 caracteres.').waitFor();
    await page.getByLabel('Contraseña').fill(password);
    await page.getByRole('button', { name: 'Empezar a charlar' }).click();
    await page.locator('#composer').waitFor();
    await page.getByText(/^Te damos la bienvenida a Parley\./).waitFor();
    await say(page, '¡Hola!');
    await message(page, '¡Hola!').waitFor();
    expect(complaints).toEqual([]);
  });

  it('is chosen in the settings, kept over a reload, and turns the page where it is written from the right', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    await page.locator('#composer').fill('half a thought');
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Appearance' }).click();
    await page.getByLabel('Language').selectOption('ar');
    await page.getByRole('navigation', { name: 'الغرف والأشخاص' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page.reload();
    expect(await page.locator('#composer').inputValue()).toBe('half a thought');
    const sidebar = await page.locator('#sidebar').boundingBox();
    expect(sidebar?.x).toBeGreaterThan(1000);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
    await page.locator('#composer').press('Enter');
    await message(page, 'half a thought').hover();
    await page.getByRole('button', { name: 'إجراءات أخرى' }).click();
    await page.getByRole('menuitem', { name: 'حذف' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
