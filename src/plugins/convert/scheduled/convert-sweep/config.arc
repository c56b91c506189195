@aws
timeout 60
memory 512
