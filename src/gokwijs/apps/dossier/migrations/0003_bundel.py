import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('beleid', '0008_evaluatie_bevraging_aard'),
        ('dossier', '0002_sjabloon'),
        ('scholen', '0004_koppelen'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bundel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan_naam', models.CharField(max_length=250)),
                ('dag', models.DateField(verbose_name='bevroren op')),
                ('doel', models.CharField(blank=True, max_length=200, verbose_name='waarvoor')),
                ('thema', models.CharField(blank=True, max_length=200, verbose_name='eigen thema')),
                ('delen', models.JSONField(verbose_name='wat erin komt')),
                ('leeg', models.JSONField(default=list, verbose_name='onderdelen zonder gegevens')),
                ('namen', models.BooleanField(default=False, verbose_name='met namen van personeel')),
                ('sjabloon', models.CharField(blank=True, max_length=120, verbose_name='Word-sjabloon')),
                ('versies', models.JSONField(default=dict)),
                ('cijfers', models.PositiveIntegerField(default=0, verbose_name='genummerde cijfers')),
                ('bladzijden', models.PositiveIntegerField(default=0)),
                ('status', models.CharField(choices=[('bezig', 'wordt gemaakt'), ('klaar', 'bevroren'), ('mislukt', 'niet gelukt')], default='bezig', max_length=8)),
                ('gedaan', models.PositiveIntegerField(default=0)),
                ('totaal', models.PositiveIntegerField(default=0)),
                ('melding', models.CharField(blank=True, max_length=400)),
                ('proces', models.CharField(blank=True, max_length=36)),
                ('hartslag', models.DateTimeField(blank=True, null=True)),
                ('door_naam', models.CharField(max_length=150)),
                ('door_rol', models.CharField(max_length=80)),
                ('gemaakt', models.DateTimeField(auto_now_add=True)),
                ('verwijderd', models.DateTimeField(blank=True, null=True)),
                ('verwijderd_reden', models.CharField(blank=True, max_length=300, verbose_name='waarom weggehaald')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bundels', to='beleid.plan')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bundels', to='scholen.school')),
            ],
            options={
                'ordering': ['-gemaakt', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Bundelbestand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('soort', models.CharField(choices=[('zip', 'Alles samen (ZIP)'), ('pdf', 'PDF'), ('docx', 'Word'), ('xlsx', 'Excel'), ('werkzone', 'Uitleg voor de Werkzone (Excel)')], max_length=8)),
                ('naam', models.CharField(max_length=120)),
                ('bestand', models.CharField(max_length=32)),
                ('grootte', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('hmac', models.CharField(max_length=64)),
                ('bundel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bestanden', to='dossier.bundel')),
            ],
            options={
                'ordering': ['bundel_id', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='bundel',
            constraint=models.CheckConstraint(condition=models.Q(('gedaan__lte', models.F('totaal'))), name='bundel_progress'),
        ),
        migrations.AddConstraint(
            model_name='bundel',
            constraint=models.CheckConstraint(condition=models.Q(('verwijderd__isnull', True), models.Q(('verwijderd_reden', ''), _negated=True), _connector='OR'), name='bundel_gone_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='bundel',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'bezig')), fields=('school',), name='bundel_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='bundelbestand',
            constraint=models.UniqueConstraint(fields=('bundel', 'soort'), name='bundelbestand_once'),
        ),
    ]
