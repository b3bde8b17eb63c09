from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analyse', '0003_vaststelling_share'),
    ]

    operations = [
        migrations.AlterField(
            model_name='vrijgave',
            name='publiek',
            field=models.CharField(choices=[('school', 'het schoolteam en de schoolraad'), ('groep', 'de scholengroep, het netwerk en de PBD'), ('inspectie', 'de onderwijsinspectie'), ('openbaar', 'iedereen')], max_length=10),
        ),
    ]
