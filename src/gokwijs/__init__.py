"""GOK-wijs: from pupil count to explained means, goals, actions and account."""

__version__ = "0.1.0"
