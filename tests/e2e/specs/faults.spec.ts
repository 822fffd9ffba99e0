import { expect, test } from '../fixtures/test';

test('the session ends mid-typing: the words are kept, log in, go on', async ({ enter }) => {
  const [first, second] = [await enter('plaintiff'), await enter('plaintiff')];
  await first.space.open();
  await first.space.composer.fill('写到一半的重要陈述');
  await second.page.goto('/me/devices');
  await second.page.locator('[data-testid^="device-revoke-"]').first().click();
  await second.page.getByTestId('device-revoke-confirm').click();
  await expect(first.page.getByTestId('demo-plaintiff')).toBeVisible();
  await first.page.getByTestId('demo-plaintiff').click();
  await expect(first.space.composer).toHaveValue('写到一半的重要陈述');
  await first.page.getByTestId('composer-send').click();
  await expect(first.space.said('写到一半的重要陈述').getByTestId('delivery-sealed')).toBeVisible();
});

test('the server is killed and comes back during a send: once, in order', async ({ court, enter }) => {
  const [judge, agent] = [await enter('judge'), await enter('agent')];
  await judge.space.open();
  await agent.space.open();
  await court.stop('SIGKILL');
  await agent.space.say('断电之前');
  await agent.space.say('断电之后');
  await court.start();
  const order = ['断电之前', '断电之后'];
  await expect.poll(() => judge.space.order(order), { timeout: 45_000 }).toEqual(order);
  await expect.poll(() => agent.space.order(order)).toEqual(order);
});

test('where WebSockets are blocked the words arrive all the same', async ({ enter, visitor }) => {
  const judge = await enter('judge');
  await judge.space.open();
  const blocked = await visitor();
  await blocked.page.routeWebSocket(/\/api\/live/, (socket) => socket.close());
  await blocked.enterAs('defendant');
  await blocked.space.open();
  await judge.space.say('没有套接字也能读到');
  await expect(blocked.space.said('没有套接字也能读到')).toBeVisible({ timeout: 30_000 });
  await blocked.space.say('也能回答');
  await expect(judge.space.said('也能回答')).toBeVisible();
});

test('a captive portal answers for the server: nothing is lost, nothing is believed', async ({ enter }) => {
  const [judge, defendant] = [await enter('judge'), await enter('defendant')];
  await judge.space.open();
  await defendant.space.open();
  const portal = '<html><body>Welcome to the hotel</body></html>';
  await defendant.page.route(/\/api\//, (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: portal }),
  );
  await defendant.space.say('酒店网络里写的话');
  await expect(defendant.space.said('酒店网络里写的话').getByTestId('delivery-pending')).toBeVisible();
  await expect(defendant.page.getByText('Welcome to the hotel')).toHaveCount(0);
  await defendant.page.unroute(/\/api\//);
  await expect(judge.space.said('酒店网络里写的话')).toBeVisible({ timeout: 45_000 });
});

test('a device whose clock is wrong by a day shows the court time', async ({ visitor }) => {
  const person = await visitor();
  const { page, space } = person;
  await page.addInitScript(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + 86_400_000;
  });
  await person.enterAs('plaintiff');
  await space.open();
  await space.say('时钟不准');
  const shanghai = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date());
  await expect(space.said('时钟不准').getByTestId('delivery-sealed')).toBeVisible();
  const hour = shanghai.slice(0, 2);
  await expect(page.getByTestId('case-space')).toContainText(new RegExp(`${hour}:\\d\\d`));
});

test('a browser without IndexedDB says what it cannot keep, and works', async ({ visitor, enter, english }) => {
  const judge = await enter('judge');
  await judge.space.open();
  const person = await visitor();
  const { page, space } = person;
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  await person.enterAs('defendant');
  await space.open();
  await expect(page.getByText(english ? /cannot store on the device/ : /不能在本机保存/)).toBeVisible();
  await space.say('无痕浏览里的话');
  await expect(judge.space.said('无痕浏览里的话')).toBeVisible();
});

test('words of 4,000 characters go through, one more is said before sending', async ({ enter }) => {
  const { page, space } = await enter('plaintiff');
  await space.open();
  await space.composer.fill('长'.repeat(4_001));
  await page.getByTestId('composer-send').click();
  await expect(page.getByRole('alert').filter({ hasText: /4,?000/ })).toBeVisible();
  await expect(space.composer).toHaveValue('长'.repeat(4_001));
  await space.composer.fill('长'.repeat(4_000));
  await page.getByTestId('composer-send').click();
  await expect(space.composer).toHaveValue('');
  await expect(space.said('长长长').last().getByTestId('delivery-sealed')).toBeVisible();
});

test('markup in words is words', async ({ enter }) => {
  const [judge, plaintiff] = [await enter('judge'), await enter('plaintiff')];
  await judge.space.open();
  await plaintiff.space.open();
  const probe = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>{{7*7}}';
  await plaintiff.space.say(probe);
  await expect(judge.space.said('onerror')).toContainText(probe);
  expect(await judge.page.evaluate(() => 'pwned' in window)).toBe(false);
});

test('somebody else\'s case looks like no case', async ({ enter, english }) => {
  const { page } = await enter('plaintiff');
  await page.goto('/cases/00000000-0000-4000-8000-000000000000');
  const missing = page.getByText(english ? /no such case, or you are not part of it/ : /找不到这个案件.或您不在本案中/);
  await expect(missing).toBeVisible();
  await expect(page.getByTestId('case-space')).toContainText(english ? /clerk/ : /书记员/);
  const status = await page.evaluate(() =>
    fetch('/api/cases/00000000-0000-4000-8000-000000000000').then((answer) => answer.status),
  );
  expect(status).toBe(404);
});
