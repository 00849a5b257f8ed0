from governance.config.demo.script import Story

STORY = Story(())
