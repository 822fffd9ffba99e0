import { defineConfig } from '@playwright/test';

// Two sizes and two languages. What differs by screen or language runs four times, as a phone in
// Chinese first; what a server, a network or a device does wrong is the same on every screen and in
// every language, and runs on the two projects that differ most.
const sizes = {
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false },
};
const languages = { zh: 'zh-CN', en: 'en-US' };
const FAULTS = [
  '**/faults.spec.ts',
  '**/offline.spec.ts',
  '**/observer.spec.ts',
  '**/account.spec.ts',
  '**/hostile.spec.ts',
  '**/uploads.spec.ts',
  '**/journey.spec.ts',
  '**/court.spec.ts',
  '**/signing.spec.ts',
  '**/revise.spec.ts',
  '**/tablet.spec.ts',
  // Brings a desktop and a phone of its own.
  '**/handoff.spec.ts',
];
const WITH_FAULTS = ['phone-zh', 'desktop-en'];

export default defineConfig({
  testDir: 'specs',
  globalSetup: './fixtures/seed.ts',
  outputDir: '../../target/e2e',
  fullyParallel: true,
  workers: 2,
  // A journey that fails once has failed: what made it fail is looked for, not tried again. Only where
  // nobody watches is it tried once more, and then listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    timezoneId: 'America/New_York', // Court time must not depend on the device's zone.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A microphone that beeps, allowed without a question.
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    },
  },
  projects: Object.entries(sizes).flatMap(([size, screen]) =>
    Object.entries(languages).map(([language, locale]) => {
      const name = `${size}-${language}`;
      return { name, use: { ...screen, locale }, testIgnore: WITH_FAULTS.includes(name) ? [] : FAULTS };
    }),
  ),
});
