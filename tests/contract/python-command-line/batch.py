@python3 -x batch.py
print('ran')
raise ValueError('on line 3')
