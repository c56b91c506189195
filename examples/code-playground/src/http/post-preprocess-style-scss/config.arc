@aws
memory 768
