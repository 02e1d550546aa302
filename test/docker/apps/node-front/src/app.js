document.body.append('%TITLE%');
