// Engines too old for modules end up here: the app cannot run, a plain page says what to do.
location.replace('/plain.html');
