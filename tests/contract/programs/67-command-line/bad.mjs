await = 1;
